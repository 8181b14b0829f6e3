internal import MayflyAPI
internal import MayflyCore
internal import MayflyJSON

/// A profile as JSON.
enum ProfileReply {
    /// All members of a profile.
    static func json(_ profile: Profile) -> JSON {
        .object([
            "name": .string(profile.name.text),
            "summary": .string(profile.summary),
            "limits": .object(profile.limits.entries.map { JSON.Member($0.name.rawValue, .string($0.value)) }),
            "grace": .string(profile.grace.text),
            "on_output_limit": .string(profile.onOutputLimit.rawValue),
            "on_disk_limit": .string(profile.onDiskLimit.rawValue),
            "on_pids_limit": .string(profile.onPIDsLimit.rawValue),
            "network": .string(profile.network.rawValue),
            "system_calls": .string(profile.systemCalls.rawValue),
            "on_denied_call": .string(profile.onDeniedCall.rawValue),
            "executable_scratch": .bool(profile.executableScratch),
            "visible_paths": .strings(profile.visiblePaths),
            "io": profile.io.map(io),
            "runtimes": runtimes(profile),
            "environment": .strings(profile.environment),
            "concurrency": .integer(profile.concurrency), "approvals": approvals(profile.approvals),
            "workspace": profile.workspace.map(workspace) ?? .null,
            "spill": profile.spill.map { .string($0.description) } ?? .null,
            "warm": profile.warm.map(warm) ?? .null,
        ])
    }

    private static func workspace(_ quota: WorkspaceQuota) -> JSON {
        .object([
            "bytes": .string(quota.bytes.description), "files": .integer(quota.files),
            "lifetime": .string(quota.lifetime.text), "per_owner": .integer(quota.perOwner),
        ])
    }

    private static func warm(_ pools: WarmPools) -> JSON {
        .object([
            "cells": .integer(pools.cells), "python": .integer(pools.python), "node": .integer(pools.node),
            "import": .strings(pools.imports),
        ])
    }

    private static func approvals(_ policy: ApprovalPolicy) -> JSON {
        .object([
            "required": .integer(policy.required), "hardware_keys": .bool(policy.needsHardwareKeys),
            "maximum_age": policy.maximumAge.map { .string($0.text) } ?? .null, "pin": .string(policy.pin.rawValue),
        ])
    }

    private static func io(_ rate: DiskRate) -> JSON {
        .object([
            "read_bytes": rate.readBytes.map { .string($0.description) },
            "read_operations": rate.readOperations.map { .integer($0) },
        ])
    }

    private static func runtimes(_ profile: Profile) -> JSON {
        .object(
            profile.runtimes.sorted { $0.key < $1.key }.map { name, runtime in
                JSON.Member(name.rawValue, .object(["path": .string(runtime.path), "flags": .strings(runtime.flags)]))
            }
        )
    }
}
