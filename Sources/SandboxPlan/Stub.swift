package enum SandboxPlanStub {}
