"""The pictures of the lesson on activations."""
