"""The pictures of the lesson on regularization."""
