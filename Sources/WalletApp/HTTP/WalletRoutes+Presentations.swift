internal import Credentials
internal import Hummingbird
internal import Pages
internal import Rulebook

/// Plain requests: read under a warning, answered or refused.
extension WalletRoutes {
    func addPresentations(to room: RouterGroup<BasicRequestContext>) {
        room.get("presentations/{id}") { request, context in
            await self.inside(request) { try await self.plainSheet(request, try context.requestNumber, $0) }
        }
        room.post("presentations/{id}/present") { request, context in
            await self.changing(request) { try await self.present(try context.requestNumber, $0, $1) }
        }
        room.post("presentations/{id}/refuse") { request, context in
            await self.changing(request) { _, session in
                _ = try await wallet.refusePresentation(try context.requestNumber)
                return Response(leadingTo: session.home)
            }
        }
    }

    /// Fetches the plain request of a pasted link.
    func fetchPlain(_ link: String, _ session: WalletDoor.Session) async throws -> Response {
        let id = try await wallet.fetchPresentation(link, try await wallet.reach(nodes))
        return Response(leadingTo: session.home + "/presentations/\(id)")
    }

    private func plainSheet(_ request: Request, _ id: Int64, _ session: WalletDoor.Session) async throws -> Response {
        let view = try await wallet.presentation(id, try await wallet.ledgerIfReached(nodes))
        let sheet = PlainRequestSheet(
            id: id, title: view.title, warning: PresentationView.warning, facts: view.facts,
            parts: view.parts.map(\.part), canAnswer: view.canAnswer, isOpen: view.state == .open,
            home: session.home, token: session.token, isChinese: request.isChinese)
        return Response(page: sheet.html)
    }

    /// Shows what is needed, and the fields whose boxes are ticked. A verifier's further address is not followed.
    private func present(_ id: Int64, _ fields: FormFields, _ session: WalletDoor.Session) async throws -> Response {
        let ledger = try await wallet.reach(nodes)
        let view = try await wallet.presentation(id, .reached(ledger))
        var wish = PresentingWish()
        for part in view.parts {
            for field in part.optional where fields[part.box(of: field)] != nil { wish.with.insert(field) }
        }
        _ = try await wallet.present(id, wish, ledger)
        return Response(leadingTo: session.home)
    }
}

extension PresentationView.Part {
    fileprivate func box(of field: String) -> String { "f:" + query + "/" + field }

    fileprivate var part: PlainRequestSheet.Part {
        let good = documents.filter(\.faults.isEmpty)
        let faults = documents.flatMap { document in
            document.faults.map { fault in
                Bilingual(zh: "\(document.title.zh)：\(fault.zh)", en: "\(document.title.en): \(fault.en)")
            }
        }
        return PlainRequestSheet.Part(
            name: query, required: required, optional: optional.map { (box(of: $0), $0) },
            documents: good.map { document in
                (
                    document.id,
                    Bilingual(
                        zh: "第 \(document.id) 号，\(document.title.zh)", en: "number \(document.id), \(document.title.en)"
                    )
                )
            }, faults: missing.map { [$0] + faults } ?? [])
    }
}

extension PresentationView {
    /// Who asks, in a few words.
    var title: Bilingual {
        partyName.map { Bilingual(zh: "\($0.zh) 请求出示", en: "\($0.en) asks, uncounted") }
            ?? Bilingual(zh: "账本之外的请求方", en: "A verifier outside of your ledger")
    }

    fileprivate var facts: [(label: Bilingual, text: Bilingual)] {
        func same(_ text: String) -> Bilingual { Bilingual(zh: text, en: text) }
        var facts: [(label: Bilingual, text: Bilingual)] = [
            (Bilingual(zh: "证书主体", en: "Its certificate names"), same(subject)),
            (Bilingual(zh: "颁发者（未核验）", en: "Issued by (not checked)"), same(certifiedBy)),
            (Bilingual(zh: "客户端标识", en: "Client id"), same(client)),
        ]
        if let purpose { facts.append((Bilingual(zh: "用途", en: "For"), purpose)) }
        if let retentionDays {
            let days = retentionDays == 1 ? "1 day" : "\(retentionDays) days"
            facts.append((Bilingual(zh: "留存", en: "Kept for"), Bilingual(zh: "\(retentionDays) 天", en: days)))
        }
        for shown in shown {
            let paths = shown.paths.joined(separator: ", ")
            facts.append(
                (
                    Bilingual(zh: "第 \(shown.document) 号已出示", en: "Shown of number \(shown.document)"), same(paths)
                ))
        }
        return facts
    }
}
