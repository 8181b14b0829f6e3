print("mayflyd")
