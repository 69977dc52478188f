"""Behind the authority list: names of agencies, provinces, succession, and the check of them."""
