internal import Hummingbird
internal import Pages

/// The page by which anybody checks evidence without sending it to this node.
extension NodeRoutes {
    func addVerifier(to router: Router<NodeRequestContext>) {
        router.get("verify") { _, _ in Response(VerifierPage.current) }
    }
}
