print("mayfly-profile-reader")
