extension BuiltInProfiles {
    /// `Profiles/standard.yaml`.
    static let standard = #"""
        # The default profile: ordinary scripts that compute something from their inputs and print or write the result.
        # A request may tighten every limit and loosen none. Check a change with `mayfly profile check FILE`.
        apiVersion: mayfly/v1
        kind: Profile

        metadata:
          name: standard # the file is called standard.yaml
          summary: Ordinary scripts without network; a limit the script can survive is reported, not fatal.

        spec:
          limits:
            wall: 30s # an agent waits for the answer; whoever needs minutes should say so in a profile of its own
            cpuTime: 20s # below wall, so that a busy loop is told apart from a script that waits
            cpus: 1 # one processor: a session cannot slow its neighbours by starting threads
            memory: 256Mi # Python with a 50 MB table fits; 32 sessions at once need at most 8 GiB
            pids: 64 # a shell pipeline or a small thread pool; a fork bomb stops here
            disk: 64Mi # scratch, /outputs included, lives in memory and counts as such
            inodes: 4096 # so that empty files cannot use up kernel memory
            openFiles: 256 # a quarter of the usual 1024: enough for a program, little for a leak
            output: 1Mi # more than anybody reads; larger results belong into /outputs
            artifacts: 16Mi # a chart, a table, a summary; a quarter of the scratch space
            artifactCount: 100 # files are named in the result, which should stay readable

          onLimit:
            output: report # what was printed past the limit is counted, hashed and dropped; the script goes on
            disk: report # the script sees ENOSPC and may handle it
            pids: report # the script sees EAGAIN and may handle it

          grace: 2s # between SIGTERM and the end: enough to close a file, too short to go on working

          network:
            mode: none # no interface is up, not even loopback: what nobody needs nobody can misuse

          systemCalls: standard # what ordinary programs need; file locks and timers included
          onDeniedCall: report # the call fails with EPERM and is named in the record; `end` would end the session

          filesystem:
            visible: # read-only, and the same on every Debian: programs and libraries, no configuration, no data
              - /usr
              - /bin
              - /sbin
              - /lib
              - /lib64
              - /etc/alternatives # where the links in /usr/bin lead
              - /etc/ld.so.cache # the loader finds libraries by it
            executableScratch: true # scripts that build or unpack a program may run it

          runtimes:
            python: {} # /usr/bin/python3 -I -B: no user site, no PYTHON* variables, no .pyc files
            sh: {} # /bin/sh without start-up files
            node: {} # /usr/bin/node, where the host has it
            binary: {} # an ELF program inside the bundle: its bytes are approved like any other script's

          env:
            allow: # names a request may set; none of them makes a program load code
              - LANG # language of messages
              - LC_ALL # the same, for everything
              - TZ # time zone of printed dates

          approvals:
            required: 1 # one person other than the author
            hardwareKeys: false # `true` counts only keys that live in hardware and were touched
            pin: report # an interpreter that was updated since is named in the record; `enforce` would refuse the session

          concurrency:
            max: 32 # sessions of this profile alive at once; more wait in the queue

          # warm: # built ahead of their sessions, each used once: faster answers, for some memory; see docs/warm.md
          #   cells: 4 # for a script of any runtime; half a megabyte each
          #   python: 4 # with an interpreter that has started; some eight megabytes each
          #   node: 4 # the same for node; some six megabytes each, beside its program

          workspace: # files that one session may leave for the next of the same owner; without this nothing carries over
            bytes: 16Mi # a quarter of disk: what is kept has to leave room to work
            files: 500 # a small project; the most is 1000
            lifetime: 24h # a day's work; what expires is destroyed
            perOwner: 8 # one per thing that an agent does at a time

        """#
}
