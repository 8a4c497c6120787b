"""What people do with a posting: every verb is one function, and atomic."""
