"""Articles 15, 22, 3: travel claims, disputes, injuries at work, and checks that can hold somebody's pay."""
