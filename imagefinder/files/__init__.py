"""What lies on disk: crawling, watching, decoding, metadata, thumbnails."""
