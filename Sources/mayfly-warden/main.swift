import Warden

WardenMain.run()
