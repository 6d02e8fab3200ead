"""What the lesson on gradient descent computes."""
