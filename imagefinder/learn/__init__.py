"""What is learnt from embeddings: the map's projection and the taste recommender."""
