internal import Accounts
internal import Foundation
internal import Hummingbird
internal import Ledger
internal import Pages
internal import Rulebook
internal import Signing

/// Documents and how far they are.
extension DeskRoutes {
    func addDocuments(to router: Router<BasicRequestContext>) {
        router.get("documents") { request, _ in try documents(request) }
        router.post("documents/find") { request, _ in try await find(request) }
        router.get("documents/{id}") { request, context in try document(request, context) }
        router.post("documents/{id}/replace") { request, context in try await replace(request, context) }
        router.get("documents/{id}/attachments/{name}") { request, context in try image(request, context) }
        router.put("documents/{id}/attachments/{name}") { request, context in try await attach(request, context) }
        router.get("records/{record}/reason") { request, context in try reason(request, context) }
        router.get("work") { request, _ in try work(request) }
    }

    private func documents(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        let stage = try request.query("stage").map { word in
            guard let stage = DocumentStage(word: word) else { throw DeskProblem.badBody("stage=\(word.prefix(40))") }
            return stage
        }
        let found = try desk.database.documents(
            run: try request.number("run"), stage: stage, after: try request.number("after"), limit: 500)
        return Response(["documents": .array(found.map(\.json))])
    }

    /// `{"kind": "111", "number": …, "stage"?, "run"?}`: what one holder has. A body, so that no number of a person
    /// stands in an address.
    private func find(_ request: Request) async throws -> Response {
        let caller = try caller(request, .clerk, .approver)
        let (holder, stage, run) = try await body(request).object { (reader) throws(JSONError) in
            let kind = try reader.member("kind").string(maxByteCount: 64)
            let number = try reader.member("number").string(maxByteCount: 64)
            let stage = try reader.optionalMember("stage").map { (item) throws(JSONError) in
                guard let stage = DocumentStage(word: try item.string()) else { throw item.invalid("is no stage") }
                return stage
            }
            let run = try reader.optionalMember("run").map { (item) throws(JSONError) in
                RunID(try item.integer(in: 1 ... .max))
            }
            return (desk.holderIndex(kind: kind, number: number), stage, run)
        }
        let found = try desk.database.documents(run: run, stage: stage, holder: holder, limit: 500)
        try desk.accounts.audit(AuditLine(caller, "documents-find", facts: "\(found.count)"), at: desk.second)
        return Response(["documents": .array(found.map(\.json))])
    }

    /// Why a record's status is what it is, for a holder who asks at the office: the look is noted.
    private func reason(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver, .auditor)
        let text = context.parameters.get("record") ?? ""
        guard let number = UInt64(text), String(number) == text, number < 1 << 53,
            let json = try desk.json(ofReason: LeafIndex(number))
        else { throw DeskProblem.noSuch(Bilingual(zh: "状态变更理由，记录", en: "reason of a change of record"), text) }
        try desk.accounts.audit(AuditLine(caller, "reason-read", subject: text), at: desk.second)
        return Response(json)
    }

    /// A document with what it says: only for clerks and approvers, and the look is noted.
    private func document(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver)
        let id: DocumentID = try context.number("id")
        guard let document = try desk.database.document(id), let content = try desk.content(of: id) else {
            throw DeskRefusal.unknownDocument(id)
        }
        try desk.accounts.audit(AuditLine(caller, "document-read", subject: "\(id)"), at: desk.second)
        guard case .object(var json) = document.json else { return Response(document.json) }
        json.append("holder", .string(content.holder.masked))
        json.append("fields", .array(content.fields.map { ["path": .string($0.path), "value": .string($0.text)] }))
        json.append("attachments", .array(content.attachments.map(\.json)))
        json.append("changes", .array(try desk.database.statusChanges(of: id).map(\.json)))
        return Response(.object(json))
    }

    /// `{"values": {path: text}, "expiry": seconds?}`.
    private func replace(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let (values, expiry) = try await body(request).object { (reader) throws(JSONError) in
            let values = try reader.member("values").texts()
            let expiry = try reader.optionalMember("expiry")?.unsigned(max: 1 << 40)
            return (values, expiry)
        }
        let new = try desk.replace(try context.number("id"), values: values, expiry: expiry, by: caller)
        return Response(["document": .integer(new.value)], status: 201)
    }

    /// The bytes of a page image as the body.
    private func attach(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let caller = try caller(request, .clerk)
        let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
        let bytes = try await bytes(request, max: Desk.maxAttachmentByteCount + 1)
        let attachment = try desk.attach(
            bytes, name: name, mediaType: request.headers[.contentType] ?? "", to: try context.number("id"),
            by: caller)
        return Response(attachment.json, status: 201)
    }

    private func image(_ request: Request, _ context: BasicRequestContext) throws -> Response {
        let caller = try caller(request, .clerk, .approver)
        let name = context.parameters.get("name")?.removingPercentEncoding ?? ""
        let (about, bytes) = try desk.attachment(named: name, of: try context.number("id"), by: caller)
        var response = Response(bytes, as: about.mediaType)
        // Shown by no page of this desk: a hostile file must not run in its name.
        response.headers[.contentDisposition] = "attachment"
        return response
    }

    /// How many documents are in each stage, and what waits.
    private func work(_ request: Request) throws -> Response {
        _ = try caller(request, .clerk, .approver, .auditor, .admin)
        return Response(try desk.workReport(of: try request.number("run")))
    }
}
