"""What the lesson on activations computes."""
