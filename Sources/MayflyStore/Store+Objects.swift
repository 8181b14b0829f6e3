package import MayflyCore

/// Access to objects for tasks: no thread that tasks share waits for the disk here.
extension Store {
    /// Stores the bytes of some files, which are durable when this returns.
    package func put(_ contents: [[UInt8]]) async throws(StoreError) {
        let objects = objects
        try await lanes.run { () throws(StoreError) in try objects.put(contents) }
    }

    /// The bytes of some objects, each at most `bound` long.
    ///
    /// - Throws: ``StoreError/damaged(_:)`` as ``ObjectStore/read(_:atMost:)`` does.
    package func read(_ digests: [Digest], atMost bound: Int) async throws(StoreError) -> [[UInt8]] {
        let objects = objects
        let known = digests.compactMap { objects.known($0, atMost: bound) }
        if known.count == digests.count { return known }
        return try await lanes.run { () throws(StoreError) in
            var contents: [[UInt8]] = []
            for digest in digests { contents.append(try objects.read(digest, atMost: bound)) }
            return contents
        }
    }

    /// Throws unless the object of a record exists with the recorded size; only reading it can show whether it was changed.
    package func look(for file: FileRecord) async throws(StoreError) {
        let objects = objects
        try await lanes.run { () throws(StoreError) in try objects.look(for: file.digest, size: file.size) }
    }

    /// Opens an object for reading in pieces, after hashing all of it once.
    package func open(_ digest: Digest) async throws(StoreError) -> ObjectReader {
        let objects = objects
        return try await lanes.run { () throws(StoreError) in try objects.open(digest) }
    }

    /// The next bytes of an object; `nil` at the end.
    package func next(of reader: ObjectReader, atMost count: Int) async throws(StoreError) -> [UInt8]? {
        try await lanes.run { () throws(StoreError) in try reader.next(atMost: count) }
    }
}
