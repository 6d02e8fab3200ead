"""What it takes to host the app for a class: containers, the proxy, and both on one machine."""
