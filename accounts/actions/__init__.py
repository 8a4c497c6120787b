"""What people do with their accounts and organisations: the only writers."""
