"""What has no business words: jobs, mail, refusals, the API's manners."""
