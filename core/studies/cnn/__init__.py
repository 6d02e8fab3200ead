"""What the views of the lesson on a network that reads compute."""
