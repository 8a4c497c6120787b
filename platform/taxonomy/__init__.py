"""What things are called: skills, disciplines, industries, regions, in English and Chinese."""
