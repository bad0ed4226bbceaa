resource "opentrain_job" "sentiment" {
  job_title        = "Spanish sentiment of product reviews"
  job_description  = "Mark each review as positive, neutral or negative, and highlight the words that decided it."
  payment_type     = "PAY_PER_HOUR"
  price_per_hour   = 18
  experience_level = "INTERMEDIATE"
  data_volume      = 250000
  data_volume_unit = "NUMBER_OF_WORDS"
  languages        = ["Spanish"]

  # Leave the job alone when this block is removed.
  on_destroy = "abandon"

  lifecycle {
    # A changed source would close the job with its proposals and post a new one: refuse.
    prevent_destroy = true
  }
}
