extension BuiltInProfiles {
    /// `Profiles/python-data.yaml`.
    static let pythonData = #"""
        # Data work in Python: pandas-sized tables, minutes instead of seconds, and only one runtime.
        # Expensive on purpose; approve for it only what needs it.
        apiVersion: mayfly/v1
        kind: Profile

        metadata:
          name: python-data # the file is called python-data.yaml
          summary: Longer Python sessions over large tables, without network.

        spec:
          limits:
            wall: 10m # a report over a year of rows; an agent should submit it with --detach
            cpuTime: 21m # more than wall allows on two processors: here the wall clock decides
            cpus: 2 # one for the interpreter, one for the library's threads
            memory: 2Gi # a table of 500 MB and the copies that analysis makes of it
            pids: 256 # numerical libraries start a thread per processor of the host, per library
            disk: 1Gi # intermediate files; they live in memory and count against it
            inodes: 65536 # a partitioned data set is many small files
            openFiles: 1024 # the usual limit of a login shell, which libraries expect
            output: 4Mi # progress lines of a ten-minute run
            artifacts: 256Mi # a result table
            artifactCount: 1000 # one file per partition

          onLimit:
            output: report # losing an hour's work to a chatty library would be wrong
            disk: report # the script sees ENOSPC and may handle it
            pids: report # libraries fall back to fewer threads

          grace: 5s # to flush a large file

          network:
            mode: loopback # multiprocessing and notebook-like tools talk to themselves; no other host exists

          systemCalls: standard # SQLite needs file locks, thread pools need timers
          onDeniedCall: report # the call fails with EPERM and is named in the record; `end` would end the session

          filesystem:
            visible: # read-only: programs and libraries, among them Debian's python3-* packages
              - /usr
              - /bin
              - /sbin
              - /lib
              - /lib64
              - /etc/alternatives # the linear-algebra libraries are chosen there
              - /etc/ld.so.cache # the loader finds libraries by it
            executableScratch: true # just-in-time compilers load what they have written

          runtimes:
            python: {} # /usr/bin/python3 -I -B; every other runtime is refused

          env:
            allow:
              - LANG # language of messages
              - LC_ALL # the same, for everything
              - TZ # time zone of dates
              - OMP_NUM_THREADS # how many threads numerical libraries start

          approvals:
            required: 1 # one person other than the author
            hardwareKeys: false # `true` counts only keys that live in hardware and were touched
            pin: report # an interpreter that was updated since is named in the record; `enforce` would refuse the session

          concurrency:
            max: 4 # at 2 GiB each, 4 sessions need at most 8 GiB

          workspace: # files that one session may leave for the next of the same owner; without this nothing carries over
            bytes: 64Mi # the most that a workspace can have
            files: 1000 # a small project; the most is 1000
            lifetime: 24h # a day's work; what expires is destroyed
            perOwner: 8 # one per thing that an agent does at a time

        """#
}
