"""What is offered: projects by universities, research-transformation internships by companies."""
