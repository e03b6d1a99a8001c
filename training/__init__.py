"""What people's signs weigh: reports whose people are known, and how weights are learned from them."""
