package enum MayflyAPIStub {}
