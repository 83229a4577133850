"""What runs mean: indicators and whether they meet their targets."""
