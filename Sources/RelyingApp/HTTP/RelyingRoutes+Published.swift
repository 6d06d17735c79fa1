internal import Hummingbird
internal import Pages
internal import Signing

/// What everybody may read.
extension RelyingRoutes {
    func addPublished(to router: Router<BasicRequestContext>) {
        router.get("health") { _, _ in Response(["status": "ok"]) }
        router.get("verify") { _, _ in Response(VerifierPage.current) }
        router.get("openapi.json") { _, _ in
            Response(Array(PackageResources.openapi_json), as: "application/json")
        }
    }
}
