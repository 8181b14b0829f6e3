package enum SandboxStub {}
