variable "cloudflare_account_id" {
  description = "The Cloudflare account that the Worker runs in."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{32}$", var.cloudflare_account_id))
    error_message = "An account's id is 32 hexadecimal digits: it is in the dashboard's address."
  }
}

variable "cloudflare_zone_id" {
  description = "The zone that the hostname is in; null where the Worker is reached at workers.dev."
  type        = string
  default     = null

  validation {
    condition     = var.cloudflare_zone_id == null || can(regex("^[0-9a-f]{32}$", var.cloudflare_zone_id))
    error_message = "A zone's id is 32 hexadecimal digits: it is on the zone's overview page."
  }
}

variable "hostname" {
  description = "Where people find Nearcast, for example meet.example.org or nearcast.you.workers.dev."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.hostname))
    error_message = "The hostname is a name alone, in lower case: without https:// and without a path."
  }

  validation {
    condition     = var.cloudflare_zone_id != null || endswith(var.hostname, ".workers.dev")
    error_message = "A hostname of your own needs cloudflare_zone_id, the zone that it is in."
  }
}

variable "push_contact" {
  description = "Whom browsers' push services may write to, for example mailto:you@example.org; people are told of calls while no page is open only where it is given."
  type        = string
  default     = null

  validation {
    condition     = var.push_contact == null || can(regex("^(mailto:|https://).", var.push_contact))
    error_message = "The contact begins with mailto: or https://."
  }
}

variable "file_location" {
  description = "Where Cloudflare keeps the files that people send: a hint, which counts when the bucket is made."
  type        = string
  default     = "weur"

  validation {
    condition     = contains(["apac", "eeur", "enam", "oc", "weur", "wnam"], var.file_location)
    error_message = "The location is one of apac, eeur, enam, oc, weur, wnam."
  }
}

variable "neon_region" {
  description = "Where Neon keeps the database, for example aws-eu-central-1. Rooms wait for it only where people sign in or read what is old."
  type        = string
  default     = "aws-eu-central-1"

  validation {
    condition     = can(regex("^(aws|azure)-[a-z0-9-]+$", var.neon_region))
    error_message = "Neon's regions are named like aws-eu-central-1."
  }
}

variable "neon_organization" {
  description = "The organization at Neon that the project belongs to; null for an account without one."
  type        = string
  default     = null
}

variable "neon_history_seconds" {
  description = "How far back Neon can restore the database. Six hours is what its free plan allows."
  type        = number
  default     = 21600

  validation {
    condition     = var.neon_history_seconds >= 0 && var.neon_history_seconds <= 2592000
    error_message = "Neon keeps between no history and thirty days of it."
  }
}

variable "hcloud_token" {
  description = "An API token of a project at Hetzner Cloud that may read and write."
  type        = string
  default     = ""
  sensitive   = true

  validation {
    condition     = length(var.hcloud_token) == 64 || (var.hcloud_token == "" && !contains(values(var.regions)[*].cloud, "hetzner"))
    error_message = "A region is at Hetzner: set TF_VAR_hcloud_token to an API token, of 64 characters."
  }
}

variable "linode_token" {
  description = "A personal access token of Akamai's cloud (Linode) that may read and write Linodes and firewalls."
  type        = string
  default     = ""
  sensitive   = true

  validation {
    condition     = var.linode_token != "" || !contains(values(var.regions)[*].cloud, "linode")
    error_message = "A region is at Linode: set TF_VAR_linode_token to a personal access token."
  }
}

variable "regions" {
  description = "Where media nodes are, by the names that people in a call see. Each is checked by the module sfu-node. A region that grows by itself says in most_nodes how far it may."
  type = map(object({
    cloud      = string
    location   = string
    machine    = string
    nodes      = optional(number, 1)
    most_nodes = optional(number)
    position   = object({ latitude = number, longitude = number })
  }))

  validation {
    condition     = length(var.regions) > 0
    error_message = "Without a region there is no media node, and nobody sees anything."
  }
}

variable "node_numbers" {
  description = "By region, the numbers of the nodes that are there, in place of 1 to `nodes`: what `npm run fleet` writes."
  type        = map(list(number))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.node_numbers), keys(var.regions))) == 0
    error_message = "node_numbers names a region that is not in regions."
  }
}

variable "node_image" {
  description = "The media node's image, with a tag or a digest: what sfu-node/Dockerfile builds, where the nodes can pull it."
  type        = string
}

variable "ssh_public_key" {
  description = "The SSH key that the user `operator` of each node has."
  type        = string
}

variable "ssh_sources" {
  description = "Networks that reach SSH on the nodes; none unless given."
  type        = list(string)
  default     = []
}

variable "metrics_sources" {
  description = "Networks that reach /healthz and /metrics of the nodes; none unless given."
  type        = list(string)
  default     = []
}

variable "drain_limit_seconds" {
  description = "How long a node that is to end has for its rooms to move to others; what is left then is cut off for a moment."
  type        = number
  default     = 3600
}
