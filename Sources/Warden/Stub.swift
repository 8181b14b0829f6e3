package enum WardenStub {}
