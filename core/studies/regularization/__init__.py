"""What the lesson on regularization computes."""
