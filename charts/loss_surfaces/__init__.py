"""The pictures of the lesson on loss surfaces."""
