internal import EVTXTestSupport

/// Where intruders put their pages, and how they name them.
struct PagePlace {
  /// On the server.
  var path: String
  /// Under the web.
  var url: String

  init(path: String, url: String) {
    self.path = path
    self.url = url
  }

  /// A place that chance picks: folders of the published cases, and now and then the root of the web, where nothing
  /// but its use tells a page from one of the house.
  init(by kit: inout IntruderKit) {
    let front = MadeServer.exchange + #"FrontEnd\HttpProxy\"#
    let root = #"C:\inetpub\wwwroot\"#
    let places = [
      (root + #"aspnet_client\"#, "/aspnet_client/"),
      (root + #"aspnet_client\system_web\4_0_30319\"#, "/aspnet_client/system_web/4_0_30319/"),
      (front + #"owa\auth\"#, "/owa/auth/"), (front + #"owa\auth\"#, "/owa/auth/"),
      (front + #"owa\auth\Current\themes\"#, "/owa/auth/Current/themes/"), (front + #"ecp\auth\"#, "/ecp/auth/"),
      (root, "/"),
    ]
    let place = kit.one(of: places)
    let name = kit.one(of: [
      Self.random(by: &kit), kit.one(of: ["OutlookEN", "errorEE", "logout", "supp0rt", "iispage"]),
    ])
    path = place.0 + name + ".aspx"
    url = place.1 + name + ".aspx"
  }

  private static func random(by kit: inout IntruderKit) -> String {
    let letters = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNPQRSTUVWXYZ23456789")
    return String((0..<5).map { _ in kit.one(of: letters) })
  }
}
