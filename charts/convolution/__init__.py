"""The pictures of the lesson on convolution."""
