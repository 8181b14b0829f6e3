package enum WardenClientStub {}
