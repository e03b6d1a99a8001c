"""A site given back from a collection: `article` is what there is of each post; each form writes all of them."""
