"""The pictures of the lesson on gradient descent."""
