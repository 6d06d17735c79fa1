internal import Hummingbird
internal import Logging
internal import NodeAPI
internal import Rulebook
internal import Signing

/// The strongroom: sealed bodies are put, listed by bucket, given and erased.
extension NodeRoutes {
    func addStrongroom(to router: Router<NodeRequestContext>) {
        router.get("strongroom") { _, _ in try Response(json: strongroom()) }
        router.post("strongroom") { request, _ in try await put(request) }
        router.get("strongroom/buckets/{prefix}") { request, context in try strongroomBucket(request, context) }
        router.post("strongroom/fetch") { request, _ in try await fetch(request) }
        router.post("strongroom/erase") { request, _ in try await erase(request) }
        router.post("strongroom/delete") { request, _ in try await delete(request) }
        router.get("strongroom/{tag}") { _, context in try body(context) }
    }

    private func strongroom() -> StrongroomBody {
        let state = node.strongroom.state
        let limits = node.strongroom.limits
        return StrongroomBody(
            entries: state.entries, bytes: state.bytes, waiting: state.waiting, bits: node.strongroom.bucketBits,
            maxBytes: limits.maxBytes, maxExpirySeconds: limits.maxExpirySeconds, problem: state.problem)
    }

    private func put(_ request: Request) async throws -> Response {
        try request.checkBytes()
        return try await bodies.with(request, limit: StrongroomBatch.maxByteCount) { bytes in
            guard !bytes.isEmpty else { throw Problem.emptyPut }
            node.metrics.received(bytes.count)
            return try Response(json: try await node.strongroom.put(bytes))
        }
    }

    private func strongroomBucket(_ request: Request, _ context: NodeRequestContext) throws -> Response {
        let digits = context.text("prefix")
        let bits = try request.queryNumber("bits") ?? UInt64(4 * digits.utf8.count)
        guard bits <= Strongroom.maxBucketBits, let prefix = BucketPrefix(digits: digits, bits: Int(bits)) else {
            throw Problem.badParameter(
                "prefix", digits,
                form: Bilingual(
                    zh: " \(bits) 位前缀的小写十六进制数字（最多 \(Strongroom.maxBucketBits) 位，末位多余的比特为零）",
                    en: "a prefix of \(bits) bits in lower-case hexadecimal digits, at most "
                        + "\(Strongroom.maxBucketBits) bits, spare bits of the last digit zero"))
        }
        let recommended = node.strongroom.bucketBits
        guard prefix.bits + NodeRoutes.spareBits >= recommended else {
            throw Problem.bucketTooWide(bits: prefix.bits, recommended: recommended)
        }
        let after = try request.query("after").map { text throws(Problem) in try StrongroomTag(parameter: "after", text)
        }
        return Response(try node.strongroom.bucket(prefix, after: after).encoded, as: MediaTypes.cbor)
    }

    private func body(_ context: NodeRequestContext) throws -> Response {
        let tag = try StrongroomTag(parameter: "tag", context.text("tag"))
        let found = try node.strongroom.bodies([tag]).bodies
        guard let first = found.first else { throw Problem.noSuchBody }
        guard found.count == 1 else { throw Problem.severalUnderTag(found.count) }
        return Response(first.bytes, as: MediaTypes.bytes)
    }

    private func fetch(_ request: Request) async throws -> Response {
        let tags = try await runs(request, of: Digest.byteCount, max: StrongroomBodies.maxNames) { bytes in
            Digest(bytes).map { StrongroomTag($0) }
        }
        return Response(try node.strongroom.bodies(tags).encoded, as: MediaTypes.cbor)
    }

    private func erase(_ request: Request) async throws -> Response {
        let erasures = try await runs(request, of: 2 * Digest.byteCount, max: StrongroomPut.maxEntries) { bytes in
            guard let tag = Digest(bytes.prefix(Digest.byteCount)), let secret = Digest(bytes.suffix(Digest.byteCount))
            else { return StrongroomErasure?.none }
            return StrongroomErasure(tag: StrongroomTag(tag), secret: secret)
        }
        return try Response(json: try await node.strongroom.erase(erasures))
    }

    private func delete(_ request: Request) async throws -> Response {
        try request.checkBytes()
        return try await bodies.with(request, limit: Statement.maxByteCount) { bytes in
            try Response(json: try await node.strongroom.delete(bytes))
        }
    }

    /// A body that is one thing of a fixed length behind another.
    private func runs<Value: Sendable>(
        _ request: Request, of length: Int, max: Int, _ read: (ArraySlice<UInt8>) -> Value?
    ) async throws -> [Value] {
        try request.checkBytes()
        return try await bodies.with(request, limit: length * max) { bytes in
            guard !bytes.isEmpty, bytes.count % length == 0 else {
                throw Problem.notRuns(found: bytes.count, length: length, max: max)
            }
            return stride(from: 0, to: bytes.count, by: length).compactMap { read(bytes[$0..<$0 + length]) }
        }
    }
}

extension Request {
    /// Refuses a body of another media type than bytes.
    func checkBytes() throws(Problem) {
        guard mediaType == MediaTypes.bytes else {
            throw .wrongMediaType(headers[.contentType], expected: MediaTypes.bytes)
        }
    }
}

extension StrongroomTag {
    fileprivate init(parameter name: String, _ text: String) throws(Problem) {
        guard let digest = Digest(hex: text) else {
            throw .badParameter(
                name, text, form: Bilingual(zh: " 64 位小写十六进制数字", en: "64 lower-case hexadecimal digits"))
        }
        self.init(digest)
    }
}

extension Problem {
    /// What the strongroom says, as an answer.
    init(_ error: StrongroomError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .notKept(let held, let needed): self = .strongroomNotKept(held: held, needed: needed)
        case .out: self = .strongroomOut
        case .stopping: self = .stopping
        }
    }
}
