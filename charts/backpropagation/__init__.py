"""The pictures of the lesson on backpropagation."""
