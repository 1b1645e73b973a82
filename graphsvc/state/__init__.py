"""What is kept between questions: the current snapshot, what is derived from it, jobs, uploads."""
