"""The pictures of the lesson on a network that reads."""
