print("mayfly-warden")
