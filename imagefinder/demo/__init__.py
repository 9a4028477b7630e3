"""A drawn world to try imagefinder on: scenes, their captions, and a library of demo photos.

Nothing here knows a model. The demo model in `resources/demo` was trained on these scenes (by
`packaging/demo_model`), so that words find these pictures without a download.
"""
