internal import Hummingbird
internal import Pages
internal import Signing

/// What everybody may read.
extension RelyingRoutes {
    func addPublished(to router: Router<BasicRequestContext>) {
        router.get("health") { _, _ in Response(["status": "ok"]) }
        router.get("verify") { _, _ in Response(VerifierPage.current) }
    }
}
