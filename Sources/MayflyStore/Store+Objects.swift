package import MayflyCore

/// Objects for tasks: nothing here waits for the disk on a thread that tasks share.
extension Store {
    /// Stores the bytes of some files, all durable when this returns.
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

    /// Throws unless the object of a record is there, and as long as that says; whether it was changed is found out by reading it.
    package func look(for file: FileRecord) async throws(StoreError) {
        let objects = objects
        try await lanes.run { () throws(StoreError) in try objects.look(for: file.digest, size: file.size) }
    }

    /// Opens an object for reading in pieces, after all of it was hashed once.
    package func open(_ digest: Digest) async throws(StoreError) -> ObjectReader {
        let objects = objects
        return try await lanes.run { () throws(StoreError) in try objects.open(digest) }
    }

    /// The next bytes of an object; `nil` at the end.
    package func next(of reader: ObjectReader, atMost count: Int) async throws(StoreError) -> [UInt8]? {
        try await lanes.run { () throws(StoreError) in try reader.next(atMost: count) }
    }
}
