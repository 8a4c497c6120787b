"""What happens to ranking runs and lists."""
