"""What is done to a post once it is read: pure steps from Post to Post."""
