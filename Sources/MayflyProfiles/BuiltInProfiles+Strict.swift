extension BuiltInProfiles {
    /// `Profiles/strict.yaml`.
    static let strict = #"""
        # For code that nobody should have to trust: small, short, and every limit is an end.
        # Choose it for scripts that read hostile input, and for inline code of agents.
        apiVersion: mayfly/v1
        kind: Profile

        metadata:
          name: strict # the file is called strict.yaml
          summary: Small and short sessions with the narrowest list of system calls; reaching any limit ends the session.

        spec:
          limits:
            wall: 5s # a check or a conversion; what takes longer is something else
            cpuTime: 6s # more than wall allows on one processor: here the wall clock decides
            cpus: 1 # more processors would only make races and side channels easier
            memory: 128Mi # an interpreter and a few tens of megabytes of data
            pids: 32 # a pipeline, no pool
            disk: 32Mi # a quarter of the memory limit, which it counts against
            inodes: 2048 # half of standard's
            openFiles: 128 # half of standard's
            output: 1Mi # the session ends when it prints more
            artifacts: 8Mi # a quarter of the scratch space
            artifactCount: 100 # the names are part of the result

          onLimit:
            output: end # a script that floods its output is broken or hostile
            disk: end # nothing that fills its disk should get a second try
            pids: end # nor anything that behaves like a fork bomb

          grace: 500ms # a courtesy to buffers, not time to work in

          network:
            mode: none # nothing to talk to

          systemCalls: strict # also refuses locks, inotify, POSIX timers and personality changes
          onDeniedCall: report # the call fails with EPERM and is named in the record; `end` would end the session

          filesystem:
            visible: # the same programs as standard: a shorter list would only move the surprise
              - /usr
              - /bin
              - /sbin
              - /lib
              - /lib64
              - /etc/alternatives # where the links in /usr/bin lead
              - /etc/ld.so.cache # the loader finds libraries by it
            executableScratch: false # nothing the script writes or downloads into its own files can be executed

          runtimes:
            python: {} # /usr/bin/python3 -I -B
            sh: {} # /bin/sh without start-up files
            node: {} # /usr/bin/node, where the host has it
            binary: {} # an ELF program inside the bundle

          env:
            allow: # as in standard: language and time zone change texts, not behaviour
              - LANG # language of messages
              - LC_ALL # the same, for everything
              - TZ # time zone of printed dates

          approvals:
            required: 2 # nobody is alone responsible for code that reads hostile input
            hardwareKeys: false # `true` counts only keys that live in hardware and were touched
            pin: report # an interpreter that was updated since is named in the record; `enforce` would refuse the session

          concurrency:
            max: 32 # at 128 MiB each, 32 sessions need at most 4 GiB

        """#
}
