package enum MayflyClientStub {}
