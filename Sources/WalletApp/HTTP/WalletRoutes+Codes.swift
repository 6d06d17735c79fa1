internal import Hummingbird
internal import Pages
internal import Printing
internal import RelyingAPI
internal import Synchronization

/// The code that the wallet's page shows: one at a time, and a new one takes the place of the old.
final class ShownNow: Sendable {
    private let waiting = Mutex<WaitingCode?>(nil)

    var code: WaitingCode? { waiting.withLock { $0 } }

    func show(_ code: WaitingCode?) { waiting.withLock { $0 = code } }
}

/// Codes that a clerk scans.
extension WalletRoutes {
    func addCodes(to room: RouterGroup<BasicRequestContext>) {
        room.get("code") { request, _ in await self.inside(request) { try await self.shownCode(request, $0) } }
        room.post("code") { request, _ in
            await self.changing(request) { _, session in
                shown.show(try await wallet.showCode(try await wallet.reach(nodes)))
                return Response(leadingTo: session.home + "/code")
            }
        }
    }

    /// The code, until a desk has called: then what it asks.
    private func shownCode(_ request: Request, _ session: WalletDoor.Session) async throws -> Response {
        guard let waiting = shown.code else { return Response(leadingTo: session.home) }
        do {
            let ledger = try await wallet.reach(nodes)
            if let link = try await wallet.called(waiting, ledger) {
                let id = try await wallet.fetchRequest(link.link, ledger)
                shown.show(nil)
                return Response(leadingTo: session.home + "/requests/\(id)")
            }
        } catch let refusal as GrantRefusal {
            // Whatever came of it, this code is never shown again.
            shown.show(nil)
            throw refusal
        }
        let page = WalletCodePage(
            svg: try QRCode(waiting.code.text).svg(title: ""), text: waiting.code.text, seconds: waiting.secondsLeft,
            home: session.home, isChinese: request.isChinese)
        var response = Response(page: page.html)
        if let name = HTTPFields.Element.Name("refresh") { response.headers[name] = "2" }
        return response
    }
}
