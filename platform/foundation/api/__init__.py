"""The API's manners: who asks, how bodies are read, how errors and pages look."""
