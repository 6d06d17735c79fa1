internal import Hummingbird
internal import NodeAPI
internal import Rulebook
internal import Signing

/// Shares of what final statements set free, the keys to deal to, and what was deleted.
extension NodeRoutes {
    func addReleases(to router: Router<NodeRequestContext>) {
        router.post("release") { request, _ in try await release(request) }
        router.get("release/trace/{statement}") { _, context in
            Response(try node.releases.tracedPacket(try context.statementID("statement")), as: MediaTypes.bytes)
        }
        router.get("release/disclosure/{statement}") { _, context in
            Response(try node.sealed.share(of: try context.statementID("statement")), as: MediaTypes.cose)
        }
        router.get("release/disclosure/{statement}/deal") { _, context in
            Response(try node.sealed.deal(of: try context.statementID("statement")), as: MediaTypes.bytes)
        }
        router.get("deposits/keys") { request, _ in try weeklyKeys(request) }
        router.get("deposits/deletions/{manifest}") { _, context in try deletions(context) }
    }

    /// Nobody need log in: shares are sealed to the key that the statement names.
    private func release(_ request: Request) async throws -> Response {
        guard request.mediaType == MediaTypes.json else {
            throw Problem.wrongMediaType(request.headers[.contentType], expected: MediaTypes.json)
        }
        return try await bodies.with(request, limit: ReleaseQuestion.maxByteCount) { bytes in
            let question: ReleaseQuestion
            do throws(JSONError) { question = try ReleaseQuestion(parsing: bytes) } catch {
                throw Problem.releaseQuestion("\(error)")
            }
            return Response(try node.releases.answer(question), as: MediaTypes.cose)
        }
    }

    private func weeklyKeys(_ request: Request) throws -> Response {
        let week = try request.queryNumber("week")
        guard let week, let body = node.releases.weeklyKeys(of: week) else {
            throw Problem.badParameter(
                "week", request.query("week") ?? "",
                form: Bilingual(
                    zh: "从本周起、最长授权期以内的周数（POSIX 秒除以 604800）",
                    en: "a week from this one to the end of the longest term: POSIX seconds by 604,800"))
        }
        return try Response(json: body)
    }

    private func deletions(_ context: NodeRequestContext) throws -> Response {
        guard let manifest = Digest(hex: context.text("manifest")) else {
            throw Problem.badParameter(
                "manifest", context.text("manifest"),
                form: Bilingual(zh: " 64 位小写十六进制数字", en: "64 lower-case hexadecimal digits"))
        }
        return try Response(json: DeletionsBody(manifest, try node.releases.deletions(of: manifest)))
    }
}
